// One click signs in, and no token outlives its time.
(() => {
  'use strict';

  const storage = 'authorized'; // Swagger UI's own name.
  let waits = false;

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

  /** Presses the button of the dialog that leads to the sign-in page, as soon as it is there. */
  const signIn = (left = 40) => {
    const button = document.querySelector('.dialog-ux button.modal-btn.authorize[aria-label="Apply given OAuth2 credentials"]');
    if (button) {
      waits = true;
      button.click();
    } else if (left > 0) {
      setTimeout(signIn, 25, left - 1);
    }
  };

  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('.auth-wrapper > .btn.authorize.unlocked')) signIn();
  });

  setInterval(() => {
    const ui = window.ui;
    const held = ui?.authSelectors?.authorized?.()?.toJS?.() ?? {};
    const over = Object.keys(held).filter((name) => isOver(held[name]));
    if (over.length > 0) ui.authActions.logoutWithPersistOption(over);
    if (waits && Object.keys(held).length > over.length) {
      waits = false;
      ui.authActions.showDefinitions(false);
    }
  }, 250);
})();
