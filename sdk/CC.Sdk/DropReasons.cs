namespace CC.Sdk;

/// <summary>
/// Why a message went no further, as <see cref="IMetrics.CountDropped"/> and the counters <c>count.dropped.REASON</c> have it. Plugins may
/// have reasons of their own besides.
/// </summary>
public static class DropReasons
{
    /// <summary>No route leads from the message's type to a handler.</summary>
    public const string NoRoute = "no-route";

    /// <summary>As many messages as <c>mailbox-size</c> says waited for the handler already, and <c>mailbox-full</c> is <c>drop</c>.</summary>
    public const string MailboxFull = "mailbox-full";

    /// <summary>The handler, or the node, was stopped before it came to the message.</summary>
    public const string Stopped = "stopped";

    /// <summary>Who wanted to publish the message gave up while it waited for room in a mailbox.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>An answer's first address is no connection, nor a link within the node, that exists now.</summary>
    public const string Unroutable = "unroutable";

    /// <summary>As many answers as <c>zmq_hwm</c> says waited for the connection already.</summary>
    public const string PeerQueueFull = "peer-queue-full";

    /// <summary>The connection ended before the answer was sent over it.</summary>
    public const string PeerLost = "peer-lost";

    /// <summary>The other node is away, and as many messages wait for it as may.</summary>
    public const string LinkDown = "link-down";

    /// <summary>The other node is there, but takes nothing, and as many messages wait for it as may.</summary>
    public const string LinkFull = "link-full";

    /// <summary>The link to the other node was lost, or closed, while the message was on its way or waited.</summary>
    public const string LinkLost = "link-lost";

    /// <summary>A daemon logs faster than its lines can be handled.</summary>
    public const string LogQueueFull = "log-queue-full";

    /// <summary>As many events waited already for a component that listens to them and has not returned.</summary>
    public const string EventQueueFull = "event-queue-full";

    /// <summary>A daemon in a process of its own writes more lines to its standard output or error than go to the log.</summary>
    public const string OutputFlood = "output-flood";

    /// <summary>The end of a line that a daemon in a process of its own has logged or written, and that is longer than the log has them.</summary>
    public const string LineTooLong = "line-too-long";

    /// <summary>The handler's plugin was unloaded, and is not back yet.</summary>
    public const string PluginUnloaded = "plugin-unloaded";

    /// <summary>The handler was taken out of the routes because its calls kept failing, and <c>quarantined</c> is <c>drop</c>.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>The section <c>[access]</c> does not allow who has signed the message, or nobody has, to send it.</summary>
    public const string NotPermitted = "not-permitted";
}
