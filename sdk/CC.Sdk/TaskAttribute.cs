namespace CC.Sdk;

/// <summary>Names a task, for a section <c>[cc.task.NAME]</c>, or <c>task = NAME</c> in a section of another name; such a section's name is what tasks are sent for.</summary>
/// <param name="name">The name: lower case, no dots.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What the task does, in a sentence, for those who look for one.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The parameters that it takes, in a sentence each: <c>NAME: MEANING</c>.</summary>
    public string[] Parameters { get; init; } = [];
}
