namespace CC.Plugins.TaskRouter;

/// <summary>What has become of something that a task's client is to get.</summary>
internal enum Delivery
{
    /// <summary>It is on its way, or there is nobody to take it.</summary>
    Taken,

    /// <summary>It waits for room.</summary>
    Waits,

    /// <summary>It is dropped: too much of the task waits already.</summary>
    Dropped,
}
