namespace CC.Supervision.Processes;

/// <summary>What becomes of a process's standard output and standard error.</summary>
public enum OutputPlan
{
    /// <summary>Both are thrown away.</summary>
    None,

    /// <summary>Standard output is read, standard error thrown away.</summary>
    OutputOnly,

    /// <summary>Both are read, as two streams.</summary>
    Both,

    /// <summary>Both are read as one stream, in the order of writing.</summary>
    Merged,
}
