self.addEventListener('message', function (event) {
  event.waitUntil(fetch('https://pixel.unheardof.example/service-worker', { method: 'POST', body: JSON.stringify(event.data), mode: 'no-cors' }));
});
