namespace CC.Supervision.Jobs;

/// <summary>What becomes of a job after an end.</summary>
internal enum FlappingVerdict
{
    /// <summary>It does not flap.</summary>
    GoOn,

    /// <summary>It flaps: nothing runs for a while.</summary>
    Pause,

    /// <summary>It has flapped too often in a row: it is stopped.</summary>
    GiveUp,
}
