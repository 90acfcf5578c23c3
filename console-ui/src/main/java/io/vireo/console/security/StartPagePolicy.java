package io.vireo.console.security;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * The content security policy of pages. It allows what Flow's client needs and no more: it compiles its expressions ('unsafe-eval')
 * and styles its elements. No other origin, no frame, and no inline script but those that Vaadin writes into its start page: they
 * carry a nonce that is made for that one answer.
 */
@Component
class StartPagePolicy implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    private static final String HEADER = "Content-Security-Policy";
    private static final int NONCE_LENGTH = 16; // bytes
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The policy of answers without inline scripts. */
    static String withoutInlineScripts() {
        return policy("");
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.addIndexHtmlRequestListener(page -> {
            String nonce = nonce();
            page.getDocument().select("script:not([src])").attr("nonce", nonce);
            page.getVaadinResponse().setHeader(HEADER, policy(" 'nonce-" + nonce + "'"));
        });
    }

    private static String policy(String nonceSource) {
        return "default-src 'self'; script-src 'self' 'unsafe-eval'" + nonceSource
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
                + "worker-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";
    }

    private static String nonce() {
        byte[] random = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
