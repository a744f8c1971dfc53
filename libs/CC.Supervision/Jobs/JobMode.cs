namespace CC.Supervision.Jobs;

/// <summary>What somebody wants of a job.</summary>
internal enum JobMode
{
    /// <summary>It was loaded, and nobody has said more.</summary>
    Idle,

    /// <summary>It is to run.</summary>
    Started,

    /// <summary>It is not to run.</summary>
    Stopped,

    /// <summary>It has crashed too often, and is not to run.</summary>
    GaveUp,
}
