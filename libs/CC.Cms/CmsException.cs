namespace CC.Cms;

/// <summary>Octets from outside are refused. Nothing else is thrown for them, whatever they are.</summary>
public sealed class CmsException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CmsException(CmsFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What is wrong with them.</summary>
    public CmsFault Fault { get; }
}
