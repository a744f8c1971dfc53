namespace CC.Plugins.InfoSender;

/// <summary>What is known of the receiver.</summary>
internal enum Receiver
{
    /// <summary>It has not answered yet.</summary>
    Unknown,

    /// <summary>It acknowledges.</summary>
    Acknowledges,

    /// <summary>It has never answered, however long it was waited for: it may be one that does not know how.</summary>
    Mute,

    /// <summary>It is not asked to answer.</summary>
    Unasked,
}
