using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>What names tasks on the wire.</summary>
internal static class TaskId
{
    /// <summary>Longer ones would only fill journals.</summary>
    private const int Longest = 200;

    /// <summary>The rule that an id breaks, or null.</summary>
    public static string? BrokenRule(string id) =>
        id.Length == 0 ? "task_id is empty"
        : id.Length > Longest ? $"task_id has {id.Length} characters; {Longest} is the most"
        : id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-')) ? $"task_id '{id}' is not made of letters, digits, '_' and '-' alone"
        : null;

    /// <summary>The third label of a type such as <c>task.send.UID</c>; null if it has none.</summary>
    public static string? UidOf(string type) => type.Split('.') is [_, _, var uid, ..] ? uid : null;

    /// <summary>A type without what follows its second label.</summary>
    public static string KindOf(string type) => string.Join('.', type.Split('.').Take(2));

    public static string ReplyTypeFor(string uid) => $"{TaskReply.Type}.{uid}";
}
