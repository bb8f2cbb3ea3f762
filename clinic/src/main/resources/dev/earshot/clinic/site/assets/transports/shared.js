onconnect = function (connected) {
  connected.ports[0].onmessage = function (event) {
    fetch('https://pixel.unheardof.example/t/shared-worker', { method: 'POST', body: JSON.stringify({ kind: 'shared-worker', page: event.data }), mode: 'no-cors' });
  };
};
