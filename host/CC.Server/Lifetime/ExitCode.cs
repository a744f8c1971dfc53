namespace CC.Server.Lifetime;

/// <summary>How the process ends.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>Something failed that should not have; also: a node of this pid file runs already.</summary>
    Unexpected = 1,

    /// <summary>The command line or the configuration is invalid.</summary>
    Configuration = 2,

    /// <summary>An endpoint can't be bound.</summary>
    CannotBind = 3,

    /// <summary>A plugin that the configuration needs can't be used.</summary>
    Plugin = 4,

    /// <summary>A process of a single component: the component has failed.</summary>
    Component = 5,
}
