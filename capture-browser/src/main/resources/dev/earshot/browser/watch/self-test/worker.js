'use strict';
fetch('/c/dedicated-worker', {method: 'POST', body: 'worker {{token}}'}).finally(() => postMessage('done'));
