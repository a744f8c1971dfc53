namespace CC.Sdk;

/// <summary>Who an answer is for is not there any more: its connection, or the link within the process, has ended.</summary>
public sealed class PeerGoneException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PeerGoneException()
        : base("Who is to get the answer is not connected any more; it is dropped.")
    {
    }
}
