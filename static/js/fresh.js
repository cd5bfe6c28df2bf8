// Going back may show a page as it was, before its signer has withdrawn or deleted it.
addEventListener("pageshow", (event) => {
  // Not reload(): the page may be the answer to a form, which would be sent again.
  if (event.persisted) location.replace(location.pathname);
});
