namespace CC.Client.Control;

/// <summary>
/// The message types that a node answers itself, on each of its sockets, with a <c>reply</c> or an <c>error</c>. They are for the machine's own
/// programs: a node answers them over loopback and <c>ipc://</c> only, and never hands them on to a route.
/// </summary>
public static class ControlTypes
{
    /// <summary>Is the node there? Answered by a <see cref="PingReply"/>.</summary>
    public const string Ping = "cc.ping";

    /// <summary>What the node is. Answered by a <see cref="NodeDescription"/>.</summary>
    public const string Info = "cc.info";

    /// <summary>What the node has counted. Answered by a <see cref="NodeCounters"/>.</summary>
    public const string Stats = "cc.stats";

    /// <summary>Where messages go. Answered by a <see cref="NodeRoutes"/>.</summary>
    public const string Routes = "cc.routes";

    /// <summary>All plugins. Answered by a <see cref="PluginList"/>.</summary>
    public const string PluginList = "plugin.list";

    /// <summary>The plugin that <see cref="ControlRequest.Name"/> names. Answered by a <see cref="PluginList"/> of one.</summary>
    public const string PluginInfo = "plugin.info";

    /// <summary>Loads the plugin of that name from its folder, if it does not serve. Answered by a <see cref="ChangeReply"/>.</summary>
    public const string PluginLoad = "plugin.load";

    /// <summary>Takes the plugin of that name out of service. Answered by a <see cref="ChangeReply"/>.</summary>
    public const string PluginUnload = "plugin.unload";

    /// <summary>Loads the plugin of that name anew and has it take over. Answered by a <see cref="ChangeReply"/>.</summary>
    public const string PluginReload = "plugin.reload";

    /// <summary>Makes the quarantined handler of that section, or those of the plugin of that name, anew. Answered by a <see cref="ChangeReply"/>.</summary>
    public const string PluginRelease = "plugin.release";

    /// <summary>Compares what is loaded with what is on the disk, and looks at its signature. Answered by a <see cref="PluginVerification"/>.</summary>
    public const string PluginVerify = "plugin.verify";

    /// <summary>The files that the node carries, as a <see cref="FileRequest"/> asks. Answered by a <see cref="FileList"/>.</summary>
    public const string FilesStatus = "files.status";

    /// <summary>The hash of a part of one of them, as a <see cref="FileRequest"/> asks. Answered by a <see cref="FileHash"/>.</summary>
    public const string FilesHash = "files.hash";

    /// <summary>Has events below <see cref="ControlRequest.Prefix"/> sent along the request's route, as messages of type <see cref="Event"/>. Answered by a <see cref="SubscriptionReply"/>.</summary>
    public const string EventSubscribe = "event.subscribe";

    /// <summary>Ends the subscription that <see cref="ControlRequest.Subscription"/> names. Answered by a <see cref="SubscriptionReply"/>.</summary>
    public const string EventUnsubscribe = "event.unsubscribe";

    /// <summary>The type of answers.</summary>
    public const string Reply = "reply";

    /// <summary>The type of answers that say no: an <see cref="ErrorReply"/>.</summary>
    public const string Error = "error";

    /// <summary>The type of events: an <see cref="EventMessage"/>.</summary>
    public const string Event = "event";
}
