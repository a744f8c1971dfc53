namespace CC.Sdk.Options;

/// <summary>Options with further sections (<see cref="SectionsAttribute"/>), which they look through whenever the configuration is read or checked.</summary>
public interface ISectionRules
{
    /// <summary>All that is wrong with the sections. Depends on nothing else: the other options may be wrong themselves.</summary>
    IEnumerable<SectionFinding> CheckSections();
}
