package io.vireo.gateway;

import io.vireo.gateway.TenantView.FunctionFace;
import io.vireo.gateway.auth.Authenticator;
import io.vireo.gateway.nativeapi.NativeApi;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A view of a tenant in the form that serves requests. Immutable. */
final class CompiledTenant {
    private final Authenticator authenticator;
    private final NativeApi nativeApi;
    private final Map<String, FunctionFace> functions;

    CompiledTenant(TenantView view, Authenticator authenticator, NativeApi nativeApi) {
        this.authenticator = authenticator;
        this.nativeApi = nativeApi;
        this.functions = view.functions().stream().collect(Collectors.toMap(FunctionFace::name, Function.identity()));
    }

    Authenticator authenticator() {
        return authenticator;
    }

    NativeApi nativeApi() {
        return nativeApi;
    }

    @Nullable FunctionFace function(String name) {
        return functions.get(name);
    }
}
