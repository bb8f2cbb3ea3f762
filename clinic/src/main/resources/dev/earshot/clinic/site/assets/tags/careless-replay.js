// Comes before the replay's own script and has it mask nothing.
window.carelessReplay = true;
addEventListener('DOMContentLoaded', function () { window.startReplay(false); });
