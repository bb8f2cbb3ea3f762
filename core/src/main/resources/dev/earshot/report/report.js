(function () {
  'use strict';
  var filter = document.getElementById('filter');
  var count = document.getElementById('count');
  var vendors = Array.prototype.slice.call(document.querySelectorAll('#told .vendor'));
  var rows = Array.prototype.slice.call(document.querySelectorAll('#parties tbody tr'));
  if (!filter) {
    return;
  }
  filter.addEventListener('input', function () {
    var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    vendors.concat(rows).forEach(function (entry) {
      var text = entry.textContent.toLowerCase();
      entry.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    shown = vendors.filter(function (entry) { return !entry.hidden; }).length;
    count.textContent = words.length ? shown + ' of ' + vendors.length : '';
  });
  function all(open) {
    document.querySelectorAll('#told details').forEach(function (entry) { entry.open = open; });
  }
  document.getElementById('open').addEventListener('click', function () { all(true); });
  document.getElementById('close').addEventListener('click', function () { all(false); });
}());
