// What www.clarity.ms/tag/<project> does, in our words: loads Microsoft's real Clarity and starts it for this project.
(function () {
  'use strict';
  window.clarity = window.clarity || function () { (window.clarity.q = window.clarity.q || []).push(arguments); };
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://scripts.clarity.ms/0.8.70/clarity.js';
  document.head.appendChild(script);
  window.clarity('start', {
    projectId: 'clinic0001', upload: 'https://z.clarity.ms/collect', expire: 365, cookies: ['_uetmsclkid', '_uetvid'], track: true,
    content: true, delay: 500
  });
})();
