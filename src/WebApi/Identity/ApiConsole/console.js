// One click signs in, and no token outlives its time.
(() => {
  'use strict';

  const storage = 'authorized'; // Swagger UI's own name.
  let heldBefore = -1; // Authorizations before the sign-in that is under way; -1 while none is.

  /** When a kept authorization ends, in milliseconds; undefined for what does not say. */
  const endOf = (entry) => {
    try {
      const payload = (entry.token?.access_token ?? entry.value).split('.')[1];
      return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).exp * 1000;
    } catch {
      return undefined;
    }
  };
  const isOver = (entry) => endOf(entry) <= Date.now();

  // Before Swagger UI reads what it kept.
  try {
    const kept = JSON.parse(localStorage.getItem(storage) ?? '{}');
    localStorage.setItem(storage, JSON.stringify(Object.fromEntries(Object.entries(kept).filter(([, entry]) => !isOver(entry)))));
  } catch {
    localStorage.removeItem(storage);
  }

  const held = () => window.ui?.authSelectors?.authorized?.()?.toJS?.() ?? {};

  /** Presses the button of the dialog that leads to the sign-in page, as soon as it is there. */
  const signIn = (left = 40) => {
    const button = document.querySelector('.dialog-ux button[aria-label="Apply given OAuth2 credentials"]');
    if (document.querySelector('.dialog-ux button[aria-label="Remove authorization"]')) return; // Signed in here already: the dialog is for signing out.
    if (button) {
      heldBefore = Object.keys(held()).length;
      button.click();
    } else if (left > 0) {
      setTimeout(signIn, 25, left - 1);
    }
  };

  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('.auth-wrapper > .btn.authorize')) signIn();
  });

  setInterval(() => {
    const kept = held();
    const names = Object.keys(kept);
    const over = names.filter((name) => isOver(kept[name]));
    if (over.length > 0) window.ui.authActions.logoutWithPersistOption(over);
    if (heldBefore >= 0 && names.length - over.length > heldBefore) {
      heldBefore = -1;
      window.ui.authActions.showDefinitions(false);
    }
  }, 250);
})();
