package io.vireo.controlplane.push;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.vireo.controlplane.api.v1.NodeServiceGrpc;
import io.vireo.controlplane.certificate.NodeIdentity;
import io.vireo.controlplane.node.Enrolment;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets a call pass that comes with a node's certificate which still counts; enrolment alone needs none. That the
 * certificate is ours and not expired was checked by TLS.
 */
@Component
class NodeAuthentication implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAuthentication.class);
    private static final Context.Key<NodeIdentity> IDENTITY = Context.key("node-identity");
    private static final String ENROLL = NodeServiceGrpc.getEnrollMethod().getFullMethodName();

    private final Enrolment enrolment;

    NodeAuthentication(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    /** The node whose call this thread handles. Call it before leaving the thread. */
    static NodeIdentity current() {
        NodeIdentity identity = IDENTITY.get();
        if (identity == null) {
            throw new IllegalStateException("the call was let through without a certificate");
        }
        return identity;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getFullMethodName().equals(ENROLL)) {
            return next.startCall(call, headers);
        }
        Optional<NodeIdentity> identity = identity(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (identity.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("a node's certificate is needed; enrol first"));
        }
        try {
            if (!enrolment.isCurrent(identity.get())) {
                return refuse(
                        call,
                        Status.PERMISSION_DENIED.withDescription(
                                "the certificate does not count any more: the node is revoked or has enrolled anew"));
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "certificate cannot be checked now: node={} reason={}",
                    identity.get().nodeId(),
                    e.toString());
            return refuse(call, Status.UNAVAILABLE.withDescription("the control plane cannot answer now; try again"));
        }
        return Contexts.interceptCall(Context.current().withValue(IDENTITY, identity.get()), call, headers, next);
    }

    private static Optional<NodeIdentity> identity(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? NodeIdentity.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // came without a certificate
        }
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
