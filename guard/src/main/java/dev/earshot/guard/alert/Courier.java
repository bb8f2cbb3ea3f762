package dev.earshot.guard.alert;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Takes alerts to one receiver, one after the other, and tries again where that may help.
final class Courier {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final AlertSettings.Receiver receiver;
    private final AlertSettings.Pace pace;
    private final Consumer<String> remarks;
    private final Delivery delivery;
    private final BlockingQueue<Alert> waiting;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;

    /// The way to a receiver.
    interface Delivery {
        /// @throws Refused where another attempt can't help
        /// @throws IOException where it may
        void deliver(Alert alert) throws IOException, InterruptedException;
    }

    /// The receiver will not take it, however often it is tried.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    Courier(AlertSettings.Receiver receiver, AlertSettings.Pace pace, InstantSource clock, Consumer<String> remarks) {
        this.receiver = receiver;
        this.pace = pace;
        this.remarks = remarks;
        this.waiting = new ArrayBlockingQueue<>(pace.queued());
        this.delivery = switch (receiver) {
            case AlertSettings.Webhook webhook -> new WebhookDelivery(webhook, pace, clock);
            case AlertSettings.Mail mail -> new MailDelivery(mail, pace);
            case AlertSettings.Syslog syslog -> new SyslogDelivery(syslog, pace);
        };
        this.thread = Thread.ofPlatform().daemon().name("alerts").unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    void take(Alert alert) {
        if (!waiting.offer(alert)) {
            giveUp("its queue is full");
        }
    }

    long delivered() {
        return delivered.get();
    }

    long lost() {
        return lost.get();
    }

    void finish() {
        ending.countDown();
    }

    /// Waits for the end of what was taken; what is left by then is lost, and said to be.
    void await() {
        try {
            if (!thread.join(pace.atClose())) {
                thread.interrupt();
                boolean _ = thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (true) {
                Alert alert = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (alert != null) {
                    deliver(alert);
                } else if (ending.getCount() == 0 && waiting.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            int left = waiting.size() + 1;
            lost.addAndGet(left - 1L);
            giveUp(left == 1 ? "there was no time left" : "there was no time left, for " + left + " alerts");
        }
    }

    private void deliver(Alert alert) throws InterruptedException {
        Duration wait = pace.firstWait();
        for (int attempt = 1; ; attempt++) {
            try {
                delivery.deliver(alert);
                delivered.incrementAndGet();
                return;
            } catch (Refused refused) {
                giveUp(String.valueOf(refused.getMessage()));
                return;
            } catch (IOException failed) {
                if (attempt >= pace.attempts()) {
                    giveUp("after " + attempt + " attempts: " + reason(failed));
                    return;
                }
            }
            Thread.sleep(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    /// Messages of the network stack name addresses at most; those of an HTTP client may name a URL, so the kind of
    /// fault is enough.
    private static String reason(IOException failed) {
        return failed instanceof Unanswered
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName();
    }

    /// A fault whose message may be shown.
    static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1L;

        Unanswered(String why) {
            super(why);
        }
    }

    private void giveUp(String why) {
        lost.incrementAndGet();
        remarks.accept("An alert could not be delivered by " + receiver.name() + ": " + why + ".");
    }
}
