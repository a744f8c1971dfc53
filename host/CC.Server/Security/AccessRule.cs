using CC.Cms;

namespace CC.Server.Security;

/// <summary>Who may send messages of a type, and of those below it.</summary>
/// <param name="Pattern">The type, or <c>*</c> for all that no other rule is for.</param>
/// <param name="Subjects">Common names, or whole subjects, of certificates; <c>*</c> is anybody whose signature holds.</param>
internal sealed record AccessRule(string Pattern, IReadOnlyList<string> Subjects)
{
    public const string Anybody = "*";

    public bool Allows(Signatory signer) => Subjects.Any(subject => subject == Anybody || signer.Is(subject));
}
