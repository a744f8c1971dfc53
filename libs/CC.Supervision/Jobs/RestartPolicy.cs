namespace CC.Supervision.Jobs;

/// <summary>After which ends a process is started again.</summary>
public enum RestartPolicy
{
    /// <summary>After every end.</summary>
    Always,

    /// <summary>After an end that was no success.</summary>
    OnFailure,

    /// <summary>After none.</summary>
    Never,
}
