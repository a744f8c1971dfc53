namespace CC.Sdk;

/// <summary>
/// A message from outside can't be used. A handler that throws it has the message counted as invalid; nothing is said to
/// the sender.
/// </summary>
public sealed class MessageException : Exception
{
    /// <summary>Makes the exception.</summary>
    public MessageException(MessageFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What is wrong with the message.</summary>
    public MessageFault Fault { get; }
}
