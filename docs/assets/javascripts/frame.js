// Runs before a page is shown, in the place of the inline scripts that the theme would put into it:
// where the site keeps settings, light or dark, the tab that an address names. And what the theme
// leaves out for those who use a keyboard: the menu of narrow windows, the link past the header.

(() => {
  const root = new URL("../../", document.currentScript.src);
  const THEMES = ["system", "light", "dark"];
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // The theme's own program calls these by name.
  window.__md_scope = root;
  window.__md_hash = (text) => {
    let hash = 0;
    for (const character of text) {
      hash = (Math.imul(hash, 31) + character.codePointAt(0)) | 0;
    }
    return hash;
  };
  window.__md_get = (key, storage, scope = root) => {
    try {
      return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`));
    } catch {
      return null; // a reader may keep sites from storing anything
    }
  };
  window.__md_set = (key, value, storage, scope = root) => {
    try {
      (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // then nothing is remembered
    }
  };

  let theme = window.__md_get("theme");
  theme = THEMES.includes(theme) ? theme : "system";

  function applyTheme() {
    const isDark = theme === "dark" || (theme === "system" && dark.matches);
    document.body.dataset.mdColorScheme = isDark ? "slate" : "default";
  }

  function labelTheme(button) {
    button.hidden = false;
    button.title = `Colours: ${theme === "system" ? "as the system" : theme}`;
    button.setAttribute("aria-label", `${button.title}. Change`);
    for (const icon of button.children) {
      icon.hidden = icon.dataset.theme !== theme;
    }
  }

  function beginTheme() {
    const button = document.querySelector(".pl-theme");
    if (!button) {
      return;
    }
    labelTheme(button);
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      window.__md_set("theme", theme);
      applyTheme();
      labelTheme(button);
    });
  }

  // An address may name a tab within the text.
  function openTab() {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches("input[name^='__tabbed_']")) {
      target.checked = true;
    }
  }

  // The menu of narrow windows opens without a script; with one it closes when it is left.
  function beginMenu() {
    const close = (menu) => {
      menu.open = false;
    };
    document.addEventListener("keydown", (event) => {
      const menu = document.querySelector(".pl-menu[open]");
      if (event.key === "Escape" && menu) {
        close(menu);
        menu.querySelector("summary").focus();
      }
    });
    for (const kind of ["focusin", "pointerdown"]) {
      document.addEventListener(kind, (event) => {
        const menu = document.querySelector(".pl-menu[open]");
        if (menu && !menu.contains(event.target)) {
          close(menu);
        }
      });
    }
  }

  // Material makes addresses absolute, and the header outlives the page that it came with.
  function beginSkip() {
    document.querySelector(".pl-skip")?.addEventListener(
      "click",
      (event) => {
        event.preventDefault();
        event.stopPropagation();
        const content = document.getElementById("content");
        content?.scrollIntoView();
        content?.focus();
      },
      true,
    );
  }

  // A copy button stands alone in a `nav` without a name, one in each block of code.
  function mendCode() {
    const mend = (pre) => {
      for (const nav of pre.querySelectorAll(":scope > nav")) {
        nav.setAttribute("role", "presentation");
      }
    };
    const watch = new MutationObserver((changes) => changes.forEach((c) => mend(c.target)));
    for (const code of document.querySelectorAll(".md-content pre > code")) {
      mend(code.parentElement);
      watch.observe(code.parentElement, { childList: true });
    }
  }

  dark.addEventListener("change", applyTheme);
  new MutationObserver((_, observer) => {
    if (document.body) {
      observer.disconnect();
      applyTheme();
    }
  }).observe(document.documentElement, { childList: true });
  document.addEventListener("DOMContentLoaded", () => {
    beginTheme();
    beginMenu();
    beginSkip();
    window.document$.subscribe(() => {
      openTab();
      mendCode();
    });
  });
})();
