namespace CC.Cms;

/// <summary>A certificate, key or revocation list of ours can't be used; the message names the file, the rule and the next step.</summary>
public sealed class KeyStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    public KeyStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
