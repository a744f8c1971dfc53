namespace CC.Sdk;

/// <summary>A task is not done, because what is asked for is of no use or not allowed; who has asked is told why.</summary>
/// <param name="message">Names the parameter, its value, and the rule.</param>
public sealed class TaskRefusedException(string message) : Exception(message);
