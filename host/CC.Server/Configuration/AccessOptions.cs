namespace CC.Server.Configuration;

/// <summary>What [ccserver] has for the section [access].</summary>
internal sealed record AccessOptions
{
    /// <summary>The authorities for [access], if they are others than those of cms-verify-ca, or not all messages are to be signed.</summary>
    public IReadOnlyList<string> CmsAccessCa { get; init; } = [];
}
