self.addEventListener('message', function (event) {
  event.waitUntil(fetch('https://pixel.unheardof.example/t/service-worker', { method: 'POST', body: JSON.stringify({ kind: 'service-worker', page: event.data }), mode: 'no-cors' }));
});
