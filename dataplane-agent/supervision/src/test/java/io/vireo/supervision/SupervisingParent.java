package io.vireo.supervision;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A parent to be killed: supervises one {@code sleep} under the directory of its first argument and says when it is ready. */
final class SupervisingParent {
    private SupervisingParent() {}

    static ProcessSpec spec(Path directory) {
        return ProcessSpec.named("sleeper")
                .command("sleep", "300")
                .files(directory.resolve("run"), directory.resolve("logs"))
                .build();
    }

    public static void main(String[] arguments) throws InterruptedException {
        Supervisor supervisor = new Supervisor(_ -> {}, System::nanoTime);
        SupervisedProcess process = supervisor.start(spec(Path.of(arguments[0])));
        if (process.awaitReady(Duration.ofSeconds(20))) {
            System.out.println("ready " + process.report().pid());
        }
        new CountDownLatch(1).await(); // until it is killed
    }
}
