namespace CC.Client.Tasks;

/// <summary>What to do next about a task.</summary>
internal enum TaskAction
{
    /// <summary>Wait.</summary>
    Wait,

    /// <summary>Send it, or send it again.</summary>
    Send,

    /// <summary>Ask the runner how far it is.</summary>
    AskStatus,

    /// <summary>It is over.</summary>
    End,
}
