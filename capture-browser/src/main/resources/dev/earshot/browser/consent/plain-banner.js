// Finds the button of a banner that a site made itself: text about cookies, and a button with one of a few words.
(wish) => {
  const about = /cookies?\b|consent|tracking technolog|similar technolog|privacy choices/i;
  const words = wish === 'accept'
    ? [
        /^(yes,? )?(i )?(accept|agree|allow|consent)( to)?( all| everything)( (optional |third[- ]party )?(cookies|tracking|technologies))?( (and|&) (continue|close))?$/,
        /^(yes,? )?(i )?(accept|agree|allow|consent)( (and|&) (continue|close)| (to )?(optional |these )?(cookies|tracking))?$/,
        /^(ok|okay|got it|i understand|understood)$/,
      ]
    : [
        /^(no,? )?(i )?(reject|decline|refuse|deny|disagree|opt[- ]out)( (of|to))?( all| everything)?( (optional |non-essential |third[- ]party )?(cookies|tracking|technologies))?$/,
        /^(use |allow |accept )?(only )?(strictly )?(necessary|essential|required)( cookies)?( only)?$/,
        /^(continue|proceed) without (accepting|consent|cookies|agreeing)$/,
        /^(no,? thanks|no thank you)$/,
      ];
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && style.display !== 'none';
  };
  const label = (element) =>
    (element.innerText || element.value || element.getAttribute('aria-label') || '')
      .toLowerCase().replace(/[^\p{L}\p{N}&', -]+/gu, ' ').replace(/\s+/g, ' ').trim();
  const isBanner = (element) => {
    const style = getComputedStyle(element);
    const named = /cookie|consent|gdpr|privacy|banner|notice/i.test(`${element.id} ${element.className}`);
    const role = element.getAttribute('role') || '';
    return (
      style.position === 'fixed' || style.position === 'sticky' || element.localName === 'dialog' ||
      /dialog|banner|region|alert/.test(role) || named
    );
  };
  const buttons = [];
  const walk = (root) => {
    buttons.push(...root.querySelectorAll('button, [role=button], input[type=button], input[type=submit], a'));
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) {
        walk(element.shadowRoot);
      }
    }
  };
  walk(document);
  const inBanner = (button) => {
    let element = button;
    for (let up = 0; up < 8 && element && element !== document.body && element !== document.documentElement; up++) {
      const text = element.innerText || '';
      if (isBanner(element) && text.length < 4000 && about.test(text)) {
        return true;
      }
      element = element.parentElement || (element.getRootNode() && element.getRootNode().host) || null;
    }
    return false;
  };
  for (const word of words) {
    const button = buttons.find((candidate) => word.test(label(candidate)) && visible(candidate) && inBanner(candidate));
    if (button) {
      return button;
    }
  }
  return null;
};
