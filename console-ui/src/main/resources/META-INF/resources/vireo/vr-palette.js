/*
 * The keys of the palette: Ctrl or Command K opens it from everywhere, also out of the editor; inside, the arrows choose an option
 * and Enter opens it, while the focus stays in the field.
 */
(() => {
  class Palette extends HTMLElement {
    connectedCallback() {
      this.setAttribute('role', 'search');
      this.addEventListener('keydown', this.pressed = (event) => this.press(event));
      this.observer = new MutationObserver(() => this.choose(0));
      this.observer.observe(this, { childList: true, subtree: true });
      this.choose(0);
    }

    disconnectedCallback() {
      this.removeEventListener('keydown', this.pressed);
      this.observer.disconnect();
    }

    options() {
      return [...this.querySelectorAll('[role=option]')];
    }

    press(event) {
      const options = this.options();
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        if (options.length) this.choose((this.index + step + options.length) % options.length);
      } else if (event.key === 'Enter' && options[this.index]) {
        options[this.index].click();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    }

    choose(index) {
      this.index = index;
      const input = this.querySelector('input');
      this.options().forEach((option, i) => {
        option.id ||= 'vr-hit-' + Math.random().toString(36).slice(2);
        if (option.getAttribute('aria-selected') !== String(i === index)) option.setAttribute('aria-selected', i === index);
        if (i !== index) return;
        option.scrollIntoView({ block: 'nearest' });
        input?.setAttribute('aria-activedescendant', option.id);
      });
      input?.setAttribute('role', 'combobox');
      input?.setAttribute('aria-expanded', 'true');
      input?.setAttribute('aria-autocomplete', 'list');
      const list = this.querySelector('[role=listbox]');
      if (list && input) {
        list.id ||= 'vr-hits';
        input.setAttribute('aria-controls', list.id);
      }
    }
  }
  customElements.get('vr-palette') || customElements.define('vr-palette', Palette);

  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const opener = document.querySelector('.vr-search');
    if (!opener) return;
    event.preventDefault();
    event.stopPropagation();
    if (!document.querySelector('vaadin-dialog.vr-palette[opened]')) opener.click();
  }, true);
})();
