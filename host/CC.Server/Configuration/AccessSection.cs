using System.Text;
using CC.Client.Security;
using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Security;

namespace CC.Server.Configuration;

/// <summary>Reads the section [access]: a type, or <c>*</c>, and who may send messages of it.</summary>
internal static class AccessSection
{
    public const string Name = "access";

    /// <summary>What verifies signatures for the section: the node's own options, but for the authorities.</summary>
    public static CmsOptions Security(IniSection main, CmsOptions node, ICollection<OptionError> errors)
    {
        var authorities = OptionsBinder.Bind<AccessOptions>(main, errors).CmsAccessCa;
        if (authorities.Count == 0)
        {
            return node;
        }

        var security = node with { CmsSign = "", CmsEncrypt = "", CmsVerifyCa = authorities };
        foreach (var (_, rule) in security.Validate().Where(problem => problem.Option == "cms-verify-ca"))
        {
            errors.Add(main.Error("cms-access-ca", rule));
        }

        return security;
    }

    public static AccessTable Read(IniFile file, CmsOptions security, ICollection<OptionError> errors, ICollection<string> warnings)
    {
        if (file.Find(Name) is not { } section || section.OwnEntries.ToArray() is not { Length: > 0 } entries)
        {
            return AccessTable.Empty;
        }

        if (security.CmsVerifyCa.Count == 0)
        {
            errors.Add(section.Error("", "needs authorities to verify signatures by: set cms-verify-ca, for all messages, or cms-access-ca, for these alone, in [ccserver]"));
        }

        var rules = new Dictionary<string, AccessRule>();
        foreach (var entry in entries)
        {
            if (entry.Key != "*" && !Message.IsType(Encoding.UTF8.GetBytes(entry.Key)))
            {
                errors.Add(section.Error(entry.Key, "is not a message type (labels of letters, digits, '_' and '-', joined by dots), nor *"));
            }
            else if (SubjectList.Parse(entry.Value) is { Count: > 0 } subjects)
            {
                Add(rules, entry, subjects, warnings);
            }
            else
            {
                errors.Add(section.Error(entry.Key, "names nobody: write the common names of certificates, separated by commas, whole subjects in double quotes, or * for whoever has one"));
            }
        }

        return new AccessTable([.. rules.Values]);
    }

    /// <summary>Types are written with capitals or without, as in [routes].</summary>
    private static void Add(Dictionary<string, AccessRule> rules, IniEntry entry, IReadOnlyList<string> subjects, ICollection<string> warnings)
    {
        var rule = new AccessRule(entry.Written, subjects);
        rules[entry.Key] = rule with { Pattern = entry.Key };
        rules[entry.Written] = rule;
        if (AccessTable.IsWide(rule))
        {
            warnings.Add($"[{Name}] {entry.Written} = {entry.Value} lets other machines tell this node what to do, if they sign it so");
        }
    }
}
