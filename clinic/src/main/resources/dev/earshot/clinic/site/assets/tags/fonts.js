// A font from Google.
(function () {
  var link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = 'https://fonts.googleapis.com/css2?family=Inter:wght@400;700&display=swap';
  document.head.appendChild(link);
})();
