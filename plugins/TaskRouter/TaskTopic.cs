namespace CC.Plugins.TaskRouter;

/// <summary>What messages to a task router are about.</summary>
internal enum TaskTopic
{
    /// <summary>A runner says where it is.</summary>
    Register,

    /// <summary>A task for a runner.</summary>
    Send,

    /// <summary>What becomes of one.</summary>
    Reply,

    /// <summary>How far is it?</summary>
    Status,

    /// <summary>It is to end.</summary>
    Cancel,

    /// <summary>Which tasks, or runners, are there?</summary>
    List,

    /// <summary>Which tasks were there?</summary>
    History,
}
