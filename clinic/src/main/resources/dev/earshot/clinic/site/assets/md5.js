// MD5 (RFC 1321) of a text in UTF-8, in hexadecimal. Browsers have none.
window.md5 = function (text) {
  'use strict';
  var bytes = Array.from(new TextEncoder().encode(text)), bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (var i = 0; i < 8; i++) bytes.push(Math.floor(bits / Math.pow(2, 8 * i)) & 255);
  var shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
  var state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (var block = 0; block < bytes.length; block += 64) {
    var words = [];
    for (i = 0; i < 16; i++) words.push(bytes[block + 4 * i] | bytes[block + 4 * i + 1] << 8 | bytes[block + 4 * i + 2] << 16 | bytes[block + 4 * i + 3] << 24);
    var a = state[0], b = state[1], c = state[2], d = state[3];
    for (i = 0; i < 64; i++) {
      var round = i >> 4, f, g;
      if (round === 0) { f = b & c | ~b & d; g = i; }
      else if (round === 1) { f = d & b | ~d & c; g = (5 * i + 1) % 16; }
      else if (round === 2) { f = b ^ c ^ d; g = (3 * i + 5) % 16; }
      else { f = c ^ (b | ~d); g = 7 * i % 16; }
      var sum = a + f + Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) + words[g] | 0, shift = shifts[round][i % 4];
      a = d; d = c; c = b;
      b = b + (sum << shift | sum >>> 32 - shift) | 0;
    }
    state = [state[0] + a | 0, state[1] + b | 0, state[2] + c | 0, state[3] + d | 0];
  }
  return state.map(function (word) {
    return [0, 8, 16, 24].map(function (shift) { return (word >>> shift & 255).toString(16).padStart(2, '0'); }).join('');
  }).join('');
};
