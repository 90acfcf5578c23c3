package io.vireo.controlplane.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.deployment.NodeView.Report;
import io.vireo.controlplane.deployment.NodeView.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final long FIRST = 10;

    @Test
    void isPendingUntilANodeWasSentTheSnapshot() {
        assertThat(judged(node(9, 9, null))).isEqualTo(new Verdict(DeploymentState.PENDING, ""));
        assertThat(judged()).isEqualTo(new Verdict(DeploymentState.PENDING, ""));
        assertThat(Verdict.of(null, List.of(node(9, 9, null)), false).state()).isEqualTo(DeploymentState.PENDING);
    }

    @Test
    void isPushedOnceOneNodeWasSentTheSnapshotOrRunsIt() {
        assertThat(judged(node(10, 9, null), node(9, 9, null)).state()).isEqualTo(DeploymentState.PUSHED);
        assertThat(judged(node(0, 10, null)).state()).isEqualTo(DeploymentState.PUSHED);
    }

    @Test
    void isAsFarAsTheFurthestNode() {
        assertThat(judged(node(10, 10, State.FETCHING), node(10, 9, null)).state())
                .isEqualTo(DeploymentState.FETCHING);
        assertThat(judged(node(10, 10, State.STARTING), node(10, 10, State.FETCHING))
                        .state())
                .isEqualTo(DeploymentState.STARTING);
    }

    @Test
    void servesWhenEveryNodeServes() {
        assertThat(judged(node(10, 10, State.SERVING), node(10, 10, State.STARTING))
                        .state())
                .isEqualTo(DeploymentState.STARTING);
        assertThat(judged(node(10, 10, State.SERVING), node(10, 10, State.SERVING))
                        .state())
                .isEqualTo(DeploymentState.SERVING);
    }

    @Test
    void failsWhenOneNodeFails() {
        NodeView failed = new NodeView("b", 10, 10, 0, "", new Report(State.FAILED, "SyntaxError", 0, 1));

        assertThat(judged(node(10, 10, State.SERVING), failed))
                .isEqualTo(new Verdict(DeploymentState.FAILED, "SyntaxError"));
    }

    @Test
    void failsWhenOneNodeRefusesTheSnapshotThatHoldsIt() {
        assertThat(judged(new NodeView("b", 10, 9, 10, "field: text", null)).message())
                .isEqualTo("node b refused the configuration: field: text");
        assertThat(judged(new NodeView("b", 10, 9, 9, "an older refusal", null)).state())
                .isEqualTo(DeploymentState.PUSHED);
    }

    @Test
    void saysWhatWasWaitedForWhenTheTimeIsOver() {
        assertThat(overdue()).isEqualTo("time limit passed: no node is connected");
        assertThat(overdue(node(10, 9, null)))
                .isEqualTo("time limit passed: node a has not applied the configuration: sent=10 applied=9");
        assertThat(overdue(node(10, 10, null)))
                .isEqualTo("time limit passed: node a applied the configuration and says nothing about this version");
        assertThat(overdue(node(10, 10, State.FETCHING))).isEqualTo("time limit passed: node a still fetches the code");
        assertThat(overdue(node(10, 10, State.STARTING), node(10, 10, State.SERVING)))
                .isEqualTo("time limit passed: node a still starts workers: ready=0 wanted=1");
    }

    @Test
    void servesEvenAtTheLastMoment() {
        assertThat(Verdict.of(FIRST, List.of(node(10, 10, State.SERVING)), true).state())
                .isEqualTo(DeploymentState.SERVING);
    }

    private static Verdict judged(NodeView... nodes) {
        return Verdict.of(FIRST, List.of(nodes), false);
    }

    private static String overdue(NodeView... nodes) {
        Verdict verdict = Verdict.of(FIRST, List.of(nodes), true);
        assertThat(verdict.state()).isEqualTo(DeploymentState.FAILED);
        return verdict.message();
    }

    private static NodeView node(long sent, long applied, State state) {
        return new NodeView("a", sent, applied, 0, "", state == null ? null : new Report(state, "", 0, 1));
    }
}
