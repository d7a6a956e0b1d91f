package io.offerflow.gateway;

/**
 * How one channel's pushes are handed on.
 *
 * @param account by which account
 * @param perSecond messages a second; 0 for no limit of its own
 * @param from whom receivers see as the sender; may be null
 * @param attribute of the customer's profile that holds the address, to be unset when the address
 *     turns out to be good for nothing; may be null
 * @param resend whether a message is sent again when nobody knows whether the other side took it
 * @param lookAhead how many messages may wait here, so that a more urgent one can overtake
 */
public record ChannelSettings(
    String channel,
    String account,
    double perSecond,
    String from,
    String attribute,
    boolean resend,
    int lookAhead) {}
