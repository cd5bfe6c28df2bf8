"""Where the pages of a campaign's things lie, by the names of their URLs."""

from signatures.emails import confirm_token, self_service_token, unsubscribe_token


def own_path(name, things):
    letter, document = things["letter"], things["document"]
    base = f"/en/letters/{letter.slug}/"
    wizard = f"/organize/letters/{letter.slug}/"
    partner = f"/organize/partner/{things['partner'].pk}/"
    upload = f"/organize/uploads/{things['upload'].code}/"
    batch = f"/organize/batches/{things['admin']['signatures_batch']}/"
    release = things["release"]
    press = f"{wizard}press/{release.pk}/"
    delivery = f"{wizard}deliveries/{things['delivery'].pk}/"
    to_mail = f"{wizard}deliveries/{things['by_mail'].pk}/"
    kept = f"/organize/deliveries/files/{things['kept'].code}/"
    official = letter.recipients.first().pk
    packet = f"{wizard}deliveries/packet/1/{official}/en"
    recipient = f"{wizard}recipients/{letter.recipients.get().pk}/"
    return {
        "home": "/",
        "healthz": "/healthz",
        "account_email": "/accounts/email/",
        "robots": "/robots.txt",
        "mailbox": "/mailbox/",
        "mail": f"/mailbox/{things['message']}/",
        "mail_html": f"/mailbox/{things['message']}/html/",
        "api_letter": f"/api/letters/{letter.slug}.json",
        "api_signers": f"/api/letters/{letter.slug}/signers.json",
        "api_organizations": f"/api/letters/{letter.slug}/organizations.json",
        "campaigns:logo": things["logo"],
        "signatures:home": "/en/",
        "signatures:letter": base,
        "signatures:check_your_mail": f"{base}check-your-mail/",
        "signatures:signers": f"{base}signers/",
        "signatures:partners": f"{base}partners/",
        "signatures:confirm": f"/en/confirm/{confirm_token(things['pending'], 1)}/",
        "signatures:signature": f"/en/signature/{self_service_token(things['signature'])}/",
        "letters:start": "/organize/",
        "letters:new": "/organize/letters/new/",
        "letters:letter": wizard,
        "letters:open": f"{wizard}open/",
        "letters:close": f"{wizard}close/",
        "letters:extend": f"{wizard}extend/",
        "letters:replace_link": f"{wizard}replace-link/",
        "letters:recipients": f"{wizard}recipients/",
        "letters:new_recipient": f"{wizard}recipients/new/",
        "letters:recipient": recipient,
        "letters:arrange": f"{recipient}arrange/",
        "letters:dates": f"{wizard}dates/",
        "letters:rules": f"{wizard}rules/",
        "letters:text": f"{wizard}text/",
        "letters:begin_revision": f"{wizard}revisions/begin/",
        "letters:revisions": f"{wizard}revisions/",
        "letters:discard_revision": f"{wizard}revisions/discard/",
        "organize:publish": f"{wizard}revisions/publish/",
        "exports:layout": f"{wizard}layout/",
        "exports:preview_pdf": f"{wizard}preview/en.pdf",
        "exports:preview_png": f"{wizard}preview/en.png",
        "signatures:history": f"{base}text/",
        "signatures:revision": f"{base}text/1/",
        "signatures:own_data": f"/en/signature/{self_service_token(things['signature'])}/data.json",
        "signatures:unsubscribe": f"/en/unsubscribe/{unsubscribe_token(things['signature'])}/",
        "signatures:lost_link": f"{base}my-signature/",
        "signatures:link_sent": f"{base}my-signature/sent/",
        "organize:preview": f"/organize/letters/{letter.slug}/preview/en/",
        "organize:import": f"{wizard}import/",
        "organize:import_columns": f"{upload}columns/",
        "organize:import_trial": upload,
        "organize:paper": f"{wizard}paper/",
        "organize:batches": f"{wizard}batches/",
        "organize:batch": batch,
        "organize:batch_undo": f"{batch}undo/",
        "exports:sign_up_sheet": f"{wizard}sheet/en.pdf",
        "press:releases": f"{wizard}press/",
        "press:prepare": f"{wizard}press/prepare/",
        "press:release": press,
        "press:step": f"{press}step/",
        "press:discard": f"{press}discard/",
        "press:text": f"{press}text/",
        "press:settings": f"{press}settings/",
        "press:new_contact": f"{press}contacts/new/",
        "press:contact": f"{press}contacts/{release.contacts.first().pk}/",
        "press:new_quote": f"{press}quotes/new/",
        "press:quote": f"{press}quotes/{release.quotes.get().pk}/",
        "press:arrange": f"{press}arrange/",
        "press:preview": f"{press}preview/en/",
        "press:file": f"{press}en.txt",
        "presskit:kit": f"{base}press/",
        "presskit:file": f"{base}press/{release.pk}/en.txt",
        "presskit:by_key": f"/en/press/{release.key}/",
        "presskit:file_by_key": f"/en/press/{release.key}/en.txt",
        "partner:home": "/organize/partner/",
        "partner:partner": partner,
        "partner:contacts": f"{partner}letters/{letter.slug}/contacts/",
        "partner:ended": f"{partner}letters/{letter.slug}/ended/",
        "exports:editions": f"{wizard}editions/",
        "exports:prepare_edition": f"{wizard}editions/prepare/",
        "exports:edition": f"{wizard}editions/1/",
        "exports:freezing": f"{wizard}editions/2/freezing/",
        "exports:prepare_addendum": f"{wizard}editions/1/addendum/",
        "exports:publish_edition": f"{wizard}editions/1/publish/",
        "proof:editions": f"{base}editions/",
        "proof:edition": f"{base}editions/1/",
        "proof:copy": f"{base}editions/1/letter-en.pdf",
        "exports:documents": f"/organize/letters/{letter.slug}/documents/",
        "exports:document": f"/organize/documents/{document.code}/",
        "deliveries:deliveries": f"{wizard}deliveries/",
        "deliveries:cover_letter": f"{wizard}deliveries/cover/",
        "deliveries:new": f"{wizard}deliveries/new/{official}/hand/",
        "deliveries:packet": f"{packet}/",
        "deliveries:packet_file": f"{packet}.zip",
        "deliveries:tell": f"{wizard}deliveries/tell/1/",
        "deliveries:delivery": delivery,
        "deliveries:change": f"{delivery}change/",
        "deliveries:send": f"{to_mail}send/",
        "deliveries:answer": f"{delivery}answer/",
        "deliveries:remind": f"{delivery}remind/",
        "deliveries:remove": f"{delivery}remove/",
        "deliveries:files": f"{delivery}files/",
        "deliveries:file": kept,
        "deliveries:drop_file": f"{kept}remove/",
        "delivered:document": f"/en/delivered/{things['token']}/",
        "delivered:file": f"/en/delivered/{things['token']}/letter.pdf",
        "exports:file": f"/organize/documents/{document.code}/file/",
        "exports:cancel_document": f"/organize/documents/{document.code}/cancel/",
    }[name]


def admin_path(name, things):
    if name == "index":
        return "/admin/"
    model, verb = name.rsplit("_", 1)
    path = f"/admin/{model.replace('_', '/')}/"
    if verb in {"twins", "undo"} or name == "signatures_organization_decide":
        return f"{path}{'twins/decide' if verb == 'decide' else verb}/"
    if verb in {"changelist", "add"}:
        return path if verb == "changelist" else f"{path}add/"
    return f"{path}{things['admin'][model]}/{verb}/"
