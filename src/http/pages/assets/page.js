// Keeps a show's page up to date: numbers at once, everything else by loading the page again and replacing what differs.
(() => {
  const { body, documentElement: root } = document;
  const language = root.lang;
  const when = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const units = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ].map(([unit, seconds]) => [
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }),
    seconds,
  ]);
  /** What the server's clock is ahead of ours, in milliseconds. */
  let ahead = 0;
  let known = sourceOf(document);
  let hasNewNumbers = false;
  let loading;
  let loadedAt = Date.now();

  function sourceOf(page) {
    return new Map(
      [...page.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part.outerHTML]),
    );
  }

  function localise(part) {
    for (const time of part.querySelectorAll('time[data-local]'))
      time.textContent = when.format(new Date(time.dateTime));
    tick();
  }

  function tick() {
    for (const left of document.querySelectorAll('[data-until]')) {
      let seconds = Math.ceil((Date.parse(left.dataset.until) - Date.now() - ahead) / 1000);
      left.parentElement.hidden = seconds <= 0;
      const parts = [];
      for (const [format, size] of units) {
        const count = Math.floor(seconds / size);
        if (count > 0 || (size === 1 && parts.length === 0)) parts.push(format.format(count));
        seconds -= count * size;
      }
      const text = parts.slice(0, 2).join(' ');
      if (left.textContent !== text) left.textContent = text;
    }
  }

  function setNumbers(live) {
    for (const part of document.querySelectorAll('[data-live]')) {
      const value = live[part.dataset.live];
      if (value !== undefined && part.textContent !== value) part.textContent = value;
    }
    for (const bar of document.querySelectorAll('[data-width]')) {
      const value = live[bar.dataset.width];
      if (value !== undefined) bar.setAttribute('width', value);
    }
  }

  /** Only what differs is replaced, and what the reader has opened or focused stays so. */
  function replace(fresh) {
    const focused = document.activeElement?.closest('[id]')?.id;
    const open = [...document.querySelectorAll('details[open][id]')].map(({ id }) => id);
    const source = sourceOf(fresh);
    const said = document.querySelector('[data-state]')?.textContent;
    if ([...source.keys()].join() !== [...known.keys()].join()) {
      document.querySelector('#main').replaceWith(fresh.querySelector('#main'));
    }
    for (const part of document.querySelectorAll('[data-part]')) {
      const name = part.dataset.part;
      if (source.get(name) === known.get(name) || source.get(name) === part.outerHTML) continue;
      const other = fresh.querySelector(`[data-part="${name}"]`);
      if (other) part.replaceWith(other);
    }
    known = source;
    body.dataset.shape = fresh.body.dataset.shape;
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focused && !document.activeElement?.closest(`#${CSS.escape(focused)}`))
      document.getElementById(focused)?.focus({ preventScroll: true });
    const state = document.querySelector('[data-state]')?.textContent;
    const status = document.querySelector('[role="status"]');
    if (status && state && state !== said) status.textContent = state;
    localise(document);
  }

  function load() {
    loading ??= fetch(location.href, { cache: 'no-cache', signal: AbortSignal.timeout(15000) })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        const date = Date.parse(answer.headers.get('date'));
        if (Math.abs(date - Date.now()) > 2000) ahead = date - Date.now();
        replace(new DOMParser().parseFromString(await answer.text(), 'text/html'));
        hasNewNumbers = false;
        loadedAt = Date.now();
        stale(false);
      })
      .catch(() => stale(true))
      .finally(() => {
        loading = undefined;
      });
    return loading;
  }

  function stale(is) {
    const note = document.querySelector('.stale');
    if (note) note.hidden = !is;
  }

  /** All readers learn of a change at once: they load the page within some seconds, not all at once. */
  let isPlanned = false;
  function loadSoon() {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(
      () =>
        load().finally(() => {
          isPlanned = false;
        }),
      Math.random() * 2500,
    );
  }

  function listen() {
    const stream = new EventSource(body.dataset.events);
    stream.addEventListener('page', ({ data }) => {
      const message = JSON.parse(data);
      stale(false);
      if (message.shape !== body.dataset.shape) loadSoon();
      else {
        setNumbers(message.live);
        hasNewNumbers = true;
      }
    });
    stream.onerror = () => {
      // A closed stream was refused: there are too many readers. The page is loaded again from time to time instead.
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(listen, 60000 + Math.random() * 30000);
      const polling = setInterval(loadSoon, 15000);
      setTimeout(() => clearInterval(polling), 60000);
    };
  }

  function openTarget() {
    const target = document.getElementById(location.hash.slice(1));
    for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
    if (target?.classList.contains('receipt')) target.querySelector('details')?.setAttribute('open', '');
    target?.scrollIntoView();
  }

  localise(document);
  openTarget();
  addEventListener('hashchange', openTarget);
  setInterval(tick, 1000);
  // Numbers by community come with the page only.
  setInterval(() => {
    if (hasNewNumbers && Date.now() - loadedAt > 30000) loadSoon();
  }, 5000);
  if (body.dataset.events) listen();
})();
