'use strict';
onconnect = (event) => {
  fetch('/c/shared-worker', {method: 'POST', body: 'shared {{token}}'})
    .finally(() => event.ports[0].postMessage('done'));
};
