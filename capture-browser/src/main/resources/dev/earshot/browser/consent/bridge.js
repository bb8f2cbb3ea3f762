// Stands between autoconsent and Earshot, in every frame, before any script of the page.
(() => {
  if (window.autoconsentSendMessage) {
    return;
  }
  const tell = window.__earshotConsent;
  let lifecycle = '';
  let patterns = 0;
  // Capture phase of the window: before the page's own handler, and before what that handler sends.
  window.addEventListener('click', () => tell({ type: 'click', at: Date.now() }), true);
  window.autoconsentSendMessage = async (message) => {
    if (message.type === 'init') {
      const answer = await tell({ type: 'init', at: Date.now() });
      if (answer) {
        await window.autoconsentReceiveMessage(JSON.parse(answer));
      }
      return;
    }
    if (message.type === 'report') {
      const found = message.state.heuristicPatterns.length;
      if (message.state.lifecycle === lifecycle && found === patterns) {
        return;
      }
      lifecycle = message.state.lifecycle;
      patterns = found;
      await tell({ type: 'report', at: Date.now(), lifecycle, patterns, top: window === window.top });
      return;
    }
    await tell({ type: message.type, at: Date.now(), cmp: message.cmp || '', result: message.result === true,
      cosmetic: message.isCosmetic === true });
    if (message.type === 'optOutResult' && message.result && message.scheduleSelfTest) {
      setTimeout(() => window.autoconsentReceiveMessage({ type: 'selfTest' }), 500);
    }
  };
})();
