/** A browser without script: it keeps cookies, fills in the first form of a page, and stops where an address is not the service's. */
export class WebBrowser {
  #cookies = new Map();
  #origin;

  constructor(origin) {
    this.#origin = origin;
  }

  async fetch(url, init = {}) {
    const headers = { ...init.headers, cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects within the service; answers with a page, or with the address outside that it was sent to. */
  async open(url, init) {
    let response = await this.fetch(url, init);
    while (response.status === 303) {
      const next = new URL(response.headers.get('location'), response.url || url);
      if (next.origin !== this.#origin) return { left: next };
      response = await this.fetch(next);
    }
    return { page: await response.text(), status: response.status };
  }

  /** Sends the first form of a page with some fields filled in. */
  submit({ page }, fields) {
    const [form] = /<form[^]*?<\/form>/.exec(page);
    const decode = (text) => text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&#x2B;', '+').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const action = decode(/action="([^"]*)"/.exec(form)[1]);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, decode(value)]);
    const values = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return /method="get"/.test(form) ? this.open(new URL(`${action}?${values}`, this.#origin)) : this.open(new URL(action, this.#origin), { method: 'POST', body: values });
  }

  /** Signs in and consents wherever it is asked, until it is sent back to the client. */
  async grant(url, email) {
    let reached = await this.open(url);
    if (reached.page?.includes('type="password"')) reached = await this.submit(reached, { email, password: 'Satcom!Demo1' });
    if (reached.page?.includes('name="decision"')) reached = await this.submit(reached, { decision: 'allow' });
    if (!reached.left) throw new Error(`The browser was left on a page (${reached.status}): ${reached.page}`);
    return reached.left;
  }
}
